/** Common headings, folded, without accents, blanks and signs. Includes those of our own exports. */
export const headingWords = {
  id: 'id doordeskid personid 编号 人员编号 doordesk编号',
  name: `name fullname tenant tenantname tenants resident residentname occupant occupantname renter rentername lessee person
    contact contactname personname mietername mieter mieterin bewohner bewohnername nomcomplet nometprenom locataire
    nomdulocataire occupante nombrecompleto nombreyapellidos nombreyapellido inquilino nombredelinquilino arrendatario
    residente nomecompleto nomeecognome inquilinonome conduttore locatario nomedoinquilino huurder bewoner naamhuurder naam
    vollstandigername 姓名 名字 租客 租户 租户姓名 租客姓名 住户 住户姓名 名称 承租人 業主 业主 氏名 名前 お名前 入居者 入居者名 契約者名 이름 성명 임차인 세입자`,
  firstName: `firstname givenname forename vorname rufname prenom nombre nombres nome voornaam primeironome`,
  lastName: `lastname surname familyname nachname familienname zuname nom nomdefamille apellido apellidos cognome sobrenome
    achternaam`,
  email: `email mail emailaddress emailid emails mailadresse emailadresse courriel adressemail adresseemail adresseelectronique
    correo correoelectronico direcciondecorreo postaelettronica indirizzoemail enderecodeemail emailadres
    邮箱 电子邮箱 电子邮件 邮件 邮箱地址 電子郵件 電郵 メール メールアドレス 이메일`,
  phone: `phone phonenumber phoneno telephone telephonenumber telephoneno tel telno mobile mobilenumber mobileno mobilephone
    mobilephonenumber cell cellphone cellnumber cellphonenumber contactnumber contactno contactphone homephone workphone
    landline handy handynummer handynr mobil mobilnummer mobilnr mobiltelefon telefon telefonnummer telefonnr rufnummer
    festnetz portable telephoneportable numerodetelephone mobiletelephone telefono telefonos telefonofijo movil celular
    numerodetelefono telefonomovil cellulare telefonocellulare numeroditelefono telefone telemovel numerodetelefone telefoon
    telefoonnummer mobiel 电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 電話 手機 電話番号 携帯電話 携帯 전화 전화번호 휴대폰 휴대전화 연락처`,
  building: `building buildingname property propertyname propertyaddress premises block blockname house complex site estate
    tower gebaude gebaudename haus objekt objektname liegenschaft immobilie batiment nomdubatiment immeuble
    residence propriete edificio nombredeledificio bloque propiedad finca inmueble palazzo fabbricato stabile immobile
    predio bloco empreendimento gebouw pand complexnaam
    楼宇 楼栋 大楼 楼 楼号 小区 楼宇名称 物业 物业名称 栋 栋号 大樓 樓宇 建物 建物名 物件 物件名 マンション名 건물 건물명`,
  room: `room roomno unit unitno unitname flat flatno flatnumber apartment apartmentno apartmentnumber apt aptno aptnumber
    roomnumber roomname unitlabel unitnumber unitid suite door doorno doornumber wohnung wohnungsnummer wohnungsnr
    wohnungnr einheit wohneinheit mieteinheit zimmer zimmernummer top appartement numerodappartement appart lot porte
    logement chambre piso departamento apartamento numerodeapartamento unidad puerta habitacion vivienda
    appartamento interno unita unitaimmobiliare numerointerno unidade fracao appartementnummer woning kamer huisnummer
    房间 房号 房间号 室号 单元 门牌号 单元号 房屋 房間 房號 單位 部屋 部屋番号 号室 호실 호수 방`,
  movedIn: `movedin movein moveindate movedindate leasestart leasestartdate leasebegin leasefrom start startdate from since
    tenancystart tenancystartdate contractstart checkin checkindate occupancydate commencementdate einzug einzugsdatum
    eingezogen eingezogenam mietbeginn vertragsbeginn beginn von seit entree datedentree dateentree debut datededebut
    debutdubail emmenagement entrada fechadeentrada fechaentrada iniciocontrato fechadeinicio inicio desde ingresso
    datadiingresso dataingresso inizio datainizio iniziocontratto datadeentrada inicioarrendamento datainicio ingang
    ingangsdatum huurbegin 入住 入住日期 迁入日期 起租日期 租期开始 开始日期 合同开始日期 租约开始 遷入日期 入居日 契約開始日 입주일 계약시작일`,
  movedOut: `movedout moveout moveoutdate movedoutdate leaseend leaseenddate leaseto leaseexpiry leaseexpirydate leaseexpires
    end enddate to until tenancyend tenancyenddate contractend checkout checkoutdate expiry expirydate auszug auszugsdatum
    ausgezogen ausgezogenam mietende vertragsende ende bis sortie datedesortie datesortie fin datedefin findubail depart
    demenagement salida fechadesalida fechasalida fincontrato fechadefin hasta uscita datadiuscita datauscita fine datafine
    finecontratto saida datadesaida fimarrendamento datafim einde einddatum huureinde
    迁出 迁出日期 搬离 搬离日期 搬出日期 退租日期 到期日期 租期结束 结束日期 合同到期日 租约到期 遷出日期 退去日 契約終了日 퇴거일 계약종료일`,
  note: `note notes remark remarks comment comments memo description bemerkung bemerkungen notiz notizen anmerkung anmerkungen
    kommentar hinweis hinweise remarque remarques commentaire commentaires observations nota notas observacion observaciones
    comentario comentarios commento commenti osservazioni annotazioni observacao observacoes opmerking opmerkingen
    备注 说明 備註 備考 メモ 비고 메모`,
  // Computed columns of an export, or the reason for a rejected row. Not imported.
  ignored: `state keysout changed keysheld reason doordeskreason reading 状态 未还钥匙 更改时间 持有钥匙 原因 读取情况`,
} as const;
